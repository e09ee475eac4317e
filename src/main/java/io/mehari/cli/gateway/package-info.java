/** What commands that ask a running gateway have in common: where it is, the key, how it is asked, how it says no. */
package io.mehari.cli.gateway;
