/** What servers and routes offer beside tools: resources, templates of resources, prompts. */
package io.mehari.catalog.offer;
