module.exports = require('./once.ts').once('n8n-core');
