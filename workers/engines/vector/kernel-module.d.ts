/** A module in AssemblyScript, compiled while the app is built. */
declare module '*?assemblyscript' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
