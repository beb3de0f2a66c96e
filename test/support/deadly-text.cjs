// Preloaded by NODE_OPTIONS=--require, it makes the model's process die of every text that holds DEADLY_TEXT when its turn
// comes, as a fault of its native part would.
function arm(event) {
  if (event !== 'message') return
  // Not before somebody else listens: what arrives then would be lost on them.
  process.off('newListener', arm)
  process.on('message', (asked) => {
    if (!asked.request.includes(process.env.DEADLY_TEXT)) return
    Object.defineProperty(asked, 'request', { get: () => process.kill(process.pid, 'SIGSEGV') })
  })
}
if (process.argv[1]?.includes('local-child')) process.on('newListener', arm)
