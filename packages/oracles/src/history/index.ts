/** What a pair was worth, said again. */
export { type History, history, type PastPrice } from './history.js'
export { type HistoryFormat, parseHistory } from './parse.js'
