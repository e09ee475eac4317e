/** What is needed to measure the gateway: a fast peer and the load. Not part of the product. */
package io.mehari.bench;
