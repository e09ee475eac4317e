/** {@code mehari demo recovery}: a gateway with servers that fail on purpose, and what it makes of them. */
package io.mehari.demo;
