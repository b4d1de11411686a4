import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import license from "rollup-plugin-license";
import { defineConfig } from "vite";

const out = fileURLToPath(new URL("../src/marsad/web/static/app", import.meta.url));

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package's folder and manifest. */
function installed(name: string): readonly [string, Manifest] {
  const folder = fileURLToPath(new URL(`node_modules/${name}/`, import.meta.url));
  return [folder, JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as Manifest];
}

/** Packages whose files come with others' code already in them, which the plugin cannot see. */
const BUNDLES = ["maplibre-gl"];

/** The terms of what is in a package's files. */
function within(bundle: string): readonly string[] {
  return Object.keys(installed(bundle)[1].dependencies ?? {}).filter((name) => !name.startsWith("@types/")).map((name) => {
    const [folder, { version, license: terms, author }] = installed(name);
    const file = existsSync(folder) && readdirSync(folder).find((f) => /^(licen[cs]e|copying)/i.test(f));
    const by = typeof author === "string" ? author : (author?.name ?? "");
    return `${name} ${version} (${terms}), in ${bundle}\n\n${file ? readFileSync(folder + file, "utf8").trim() : by}`.trim();
  });
}

/** The text shipped beside the bundle: what is in it, by whom, under which terms. */
function licences(packages: readonly license.Dependency[]): string {
  const one = (p: license.Dependency) =>
    [`${p.name} ${p.version} (${p.license})`, p.licenseText?.trim() ?? "", p.noticeText?.trim() ?? ""];
  const data = "The base map is made of Natural Earth data (naturalearthdata.com), which are in the public domain.";
  const all = [data, ...packages.map((p) => one(p).filter(Boolean).join("\n\n")), ...BUNDLES.flatMap(within)];
  return all.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

export default defineConfig({
  base: "/static/app/",
  worker: { format: "es" },
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: "manifest.json",
    // Nothing as data: URL: the pages' content security policy allows scripts and styles of our own address only.
    assetsInlineLimit: 0,
    // MapLibre alone is a megabyte before compression, and loads only where there is a map.
    chunkSizeWarningLimit: 1100,
    rolldownOptions: {
      input: "src/main.ts",
      plugins: [
        license({
          thirdParty: {
            includePrivate: false,
            output: { file: `${out}/licences.txt`, template: licences },
          },
        }),
      ],
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
