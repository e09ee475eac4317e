package io.mehari.support;

import io.mehari.configuration.settings.SettingsCheck;
import io.mehari.configuration.settings.SettingsProblem;
import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Ends the start of a part of the gateway as the gateway's own start ends: by settings that do not fit. */
public final class CheckedSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<SettingsProblem> problems = SettingsCheck.of(context.getEnvironment());
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toString());
        }
    }
}
