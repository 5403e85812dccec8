/**
 * Node's own modules, and libraries that are loaded once, come from another world than the one that jest makes for each file:
 * their errors are none there, by `instanceof`. Here they are, as in a process without jest.
 */
const asUsual = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
	value(thing) {
		return this === Error ? Error.isError(thing) : asUsual.call(this, thing);
	},
});
