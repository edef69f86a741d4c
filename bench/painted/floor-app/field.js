globalThis.floor.loaded()
