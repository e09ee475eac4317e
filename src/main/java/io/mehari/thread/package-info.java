/** The threads that the gateway makes by itself, and the classes that they find. */
package io.mehari.thread;
