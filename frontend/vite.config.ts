import { fileURLToPath } from "node:url";
import license from "rollup-plugin-license";
import { defineConfig } from "vite";

const out = fileURLToPath(new URL("../src/marsad/web/static/app", import.meta.url));

/** The text shipped beside the bundle: what is in it, by whom, under which terms. */
function licences(packages: readonly license.Dependency[]): string {
  const one = (p: license.Dependency) =>
    [`${p.name} ${p.version} (${p.license})`, p.licenseText?.trim() ?? "", p.noticeText?.trim() ?? ""];
  const data = "The base map is made of Natural Earth data (naturalearthdata.com), which are in the public domain.";
  return [data, ...packages.map((p) => one(p).filter(Boolean).join("\n\n"))].join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
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
