/** Tool groups: named sets of tools, so that a client sees those it needs and not all that there are. */
package io.mehari.catalog.group;
