module.exports = require('./once.ts').once('kysely');
