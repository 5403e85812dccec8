const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * The world of a test file as jest makes it, but with globals that are reached directly. By default Node asks an object for
 * each of them, each time: `Math.min` then takes a hundred times as long.
 */
module.exports = class extends TestEnvironment {
	constructor(...all) {
		const { createContext } = vm;
		vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
		try {
			super(...all);
		} finally {
			vm.createContext = createContext;
		}
	}
};
