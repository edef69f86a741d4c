/**
 * Loaded into the app's process ahead of the app (`--require`), with an IPC channel to the script that
 * started it: when that script is gone, even by kill -9, the app is asked to end. The app knows nothing of it.
 */
process.channel?.unref()
process.on('disconnect', () => {
  // Windows knows no signals; there the app's own handler is called.
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
  else process.exit(1)
})
// Listening for `disconnect` holds on to the channel again.
process.channel?.unref()
