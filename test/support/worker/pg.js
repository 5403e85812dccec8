module.exports = require('./once.ts').once('./kept-pools.js');
