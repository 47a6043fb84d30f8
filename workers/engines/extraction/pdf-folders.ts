/** Where the reader finds its own files. All four are ours: without them CJK text comes out blank. */
export function pdfFolders() {
  return {
    cMapUrl: vendorUrl('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: vendorUrl('standard_fonts'),
    wasmUrl: vendorUrl('wasm'),
    iccUrl: vendorUrl('iccs'),
  };
}

function vendorUrl(folder: string): string {
  return new URL(`${import.meta.env.BASE_URL}vendor/pdfjs/${folder}/`, self.location.origin).href;
}
