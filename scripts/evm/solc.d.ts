declare module 'solc' {
  /** Standard JSON in, standard JSON out; asks for sources that aren't in it. */
  const solc: { readonly compile: (input: string, options?: { readonly import: (path: string) => object }) => string }
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default solc
}
