/** Errors that are known, with their cause and what helps: those that ship with the gateway, and those of its users. */
package io.mehari.failure.knowledge;
