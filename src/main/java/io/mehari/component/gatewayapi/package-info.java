/** {@code gateway-api:}, by which a route asks for what the gateway's own HTTP paths answer, without HTTP. */
package io.mehari.component.gatewayapi;
