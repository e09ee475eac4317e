package io.mehari.endpoint.rest;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the tools are offered over REST: {@code mehari.rest}.
 *
 * @param compat how close the short form stays to mcpo: {@code fixed}, without its losses, or {@code exact}
 */
@Validated
@ConfigurationProperties(prefix = "mehari.rest", ignoreUnknownFields = false)
public record RestSettings(@NotNull @DefaultValue("fixed") Compat compat) {}
