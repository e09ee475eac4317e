/** Who may use the gateway and from where: API keys with scopes, hosts and web origins. */
package io.mehari.security;
