// Preloaded by NODE_OPTIONS=--require: at SIGUSR2 the process takes more and more of its heap, between whatever else it does.
const kept = []
process.on('SIGUSR2', () => setInterval(() => kept.push(Array.from({ length: 10_000 }, String)), 1))
