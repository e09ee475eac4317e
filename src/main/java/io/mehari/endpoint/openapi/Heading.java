package io.mehari.endpoint.openapi;

import java.util.Optional;

/**
 * What a document says first.
 *
 * @param title of the API
 * @param version of the API
 * @param description what it is for, in Markdown; empty for nothing
 * @param address where its paths begin, such as {@code /git}; empty where they begin at the root of the gateway
 */
public record Heading(String title, String version, String description, Optional<String> address) {}
