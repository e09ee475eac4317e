package io.mehari.endpoint.rest;

import io.mehari.call.ArgumentMode;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.idempotency.IdempotencySettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the tools are offered over REST: {@code mehari.rest}.
 *
 * @param compat how close the short form stays to mcpo: {@code fixed}, without its losses, or {@code exact}
 * @param rootPath path at which a proxy shows the gateway; begins with a slash and ends without one, empty for none
 * @param title title of the API document of all servers; empty for the gateway's own
 * @param description what that document says first; empty for nothing
 * @param version version of the API that documents say; empty for the gateway's own
 * @param idempotency bounds of calls with an {@code Idempotency-Key}
 * @param arguments what becomes of arguments of the short form that break the schema of their tool, where the entry of its
 *     server says nothing: {@code coerce} takes numbers and booleans in quotes without them where the schema has one scalar
 *     type, {@code strict} refuses them; of no effect with {@code exact}
 */
@ConfigurationProperties(prefix = "mehari.rest", ignoreUnknownFields = false)
public record RestSettings(
        @NotNull @DefaultValue("fixed") Compat compat,
        @DefaultValue("") String rootPath,
        @Size(max = 200) @DefaultValue("") String title,
        @Size(max = 10_000) @DefaultValue("") String description,
        @Size(max = 100) @DefaultValue("") String version,
        @Valid @NestedConfigurationProperty @DefaultValue IdempotencySettings idempotency,
        @NotNull @DefaultValue("coerce") ArgumentMode arguments) {

    /** Nothing configured: {@code fixed}, at the root. */
    public static final RestSettings DEFAULTS =
            new RestSettings(Compat.FIXED, "", "", "", "", IdempotencySettings.DEFAULTS, ArgumentMode.COERCE);

    /**
     * Fills in what is absent and adds the slash that mcpo's option takes as given.
     *
     * @throws IllegalArgumentException if the root path is none, or the gateway has paths of its own below it
     */
    public RestSettings {
        RootPath root = RootPath.of(rootPath);
        root.problem().ifPresent(problem -> {
            throw new IllegalArgumentException("mehari.rest.root-path: " + problem);
        });
        rootPath = root.path();
        title = title == null ? "" : title.strip();
        description = description == null ? "" : description.strip();
        version = version == null ? "" : version.strip();
    }

    /** {@return whether the short form does as mcpo does, its losses included} */
    public boolean isExact() {
        return compat == Compat.EXACT;
    }

    /** {@return the path at which clients see the gateway; {@link RootPath#NONE} where there is none} */
    public RootPath root() {
        return RootPath.of(rootPath);
    }

    /** Whether the arguments are what may be chosen. */
    @AssertTrue(
            message = "mehari.rest.arguments must be coerce or strict; mehari.rest.compat=exact does what mcpo does")
    boolean isArgumentsChosen() {
        return arguments != ArgumentMode.MCPO;
    }
}
