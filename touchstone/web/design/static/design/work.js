/* Small improvements of signed-in pages, switched on by data attributes. Every page works without them. */

export {};
