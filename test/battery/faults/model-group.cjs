// Preloaded by NODE_OPTIONS=--require, it puts the model's process into the control group that MODEL_GROUP names, before it
// has taken any memory. What it was started by stays outside.
if (process.argv[1]?.includes('local-child'))
  require('node:fs').writeFileSync(`${process.env.MODEL_GROUP}/cgroup.procs`, String(process.pid))
