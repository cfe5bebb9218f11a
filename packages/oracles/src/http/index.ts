/** Prices in JSON documents on the web: a number in one, or a whole report. */
export type { FetchLimits } from './fetch-text.js'
export { type HttpPrice, http } from './http.js'
export { type HttpReport, httpReport } from './report.js'
