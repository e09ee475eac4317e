package io.mehari.launch;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.LaunchOptions;
import io.mehari.history.HistorySettings;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.routes.InvalidRoutesException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What a start does that the files on disk have ended: it is made once more, from the last kept version that was taken. Not
 * where {@code mehari.servers.strict} or {@code mehari.history.last-good} says otherwise, where none is kept, where that
 * version cannot be used with these arguments either, and where something else than a file was wrong.
 */
final class LastGoodStart {
    private static final Logger LOG = LoggerFactory.getLogger(LastGoodStart.class);

    private LastGoodStart() {}

    /**
     * Looks for a version to start from.
     *
     * @param failure of the start
     * @param settings as they were when it failed; perhaps without those of files
     * @param options of the command line
     * @return empty if the failure is the end of it
     */
    static Optional<LastGood> after(Throwable failure, ConfigurableEnvironment settings, LaunchOptions options) {
        Optional<String> reason = reason(failure);
        HistorySettings history = HistorySettings.of(settings);
        if (reason.isEmpty()
                || !history.enabled()
                || !history.lastGood()
                || settings.getProperty("mehari.servers.strict", Boolean.class, false)) {
            return Optional.empty();
        }
        try {
            return LastGood.layOut(Places.history(settings), Places.of(settings), reason.get())
                    .filter(good -> isUsable(good, settings, options));
        } catch (IOException e) {
            LOG.error("The kept versions cannot be used: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidRoutesException || cause instanceof InvalidConfigurationException) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static boolean isUsable(LastGood good, ConfigurableEnvironment settings, LaunchOptions options) {
        ConfigurationCheck check = ConfigurationCheck.ofFolder(settings, options, good.folder(), good.servers());
        if (check.isFatal()) {
            LOG.error(
                    "Version {}, the last that was taken, cannot be used either: {}",
                    good.version().number(),
                    String.join("; ", check.errors()));
        }
        return !check.isFatal();
    }

    /**
     * Settings by which a start reads the kept files.
     *
     * @param good the version
     * @param given settings of the command line
     * @return arguments to be added
     */
    static List<String> arguments(LastGood good, List<String> given) {
        String folder = "--" + LastGood.FOLDER + "=" + good.folder();
        return given.stream().anyMatch(setting -> setting.startsWith("--spring.config."))
                ? List.of(folder)
                : List.of(
                        folder,
                        "--spring.config.location=optional:classpath:/,optional:classpath:/config/,optional:file:"
                                + good.folder() + "/config/");
    }
}
