/** Who may call and from where: hosts, origins and API keys. */
package io.mehari.security;
