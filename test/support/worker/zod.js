module.exports = require('./once.ts').once('zod');
