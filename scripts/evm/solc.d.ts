declare module 'solc' {
  /** Standard JSON in, standard JSON out. */
  const solc: { readonly compile: (input: string) => string }
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default solc
}
