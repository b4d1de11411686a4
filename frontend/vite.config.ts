import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

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

/** Packages whose files come with others' code already in them, which no list of modules names. */
const BUNDLES = ["maplibre-gl"];

/** The terms of a package, with its licence's text, or else its author. */
function terms(name: string, where = ""): string {
  const [folder, { version, license, author }] = installed(name);
  const file = existsSync(folder) && readdirSync(folder).find((f) => /^(licen[cs]e|copying)/i.test(f));
  const by = typeof author === "string" ? author : (author?.name ?? "");
  return `${name} ${version} (${license})${where}\n\n${file ? readFileSync(folder + file, "utf8").trim() : by}`.trim();
}

/** The terms of what is in a package's files. */
function within(bundle: string): readonly string[] {
  const names = Object.keys(installed(bundle)[1].dependencies ?? {}).filter((name) => !name.startsWith("@types/"));
  return names.map((name) => terms(name, `, in ${bundle}`));
}

/** The text shipped beside the bundle: what is in it, by whom, under which terms. */
function licences(packages: readonly string[]): string {
  const data = "The base map is made of Natural Earth data (naturalearthdata.com), which are in the public domain.";
  const all = [data, ...packages.map((name) => terms(name)), ...BUNDLES.flatMap(within)];
  return all.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

/** Write the licences of the packages whose modules are in the bundle. */
const listed: Plugin = {
  name: "licences",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
    const names = modules.map((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]);
    const packages = [...new Set(names)].filter((name) => name !== undefined).sort();
    this.emitFile({ type: "asset", fileName: "licences.txt", source: licences(packages) });
  },
};

export default defineConfig({
  base: "/static/app/",
  worker: { format: "es" },
  plugins: [listed],
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
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
