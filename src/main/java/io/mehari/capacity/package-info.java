/** What a running gateway bears: calls a tool with more and more callers, and says where that bends. */
package io.mehari.capacity;
