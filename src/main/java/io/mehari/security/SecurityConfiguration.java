package io.mehari.security;

import io.netty.util.Timer;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans that endpoints share to check access. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
class SecurityConfiguration {
    @Bean
    KeyRing keyRing(SecuritySettings settings, ObjectProvider<Clock> clock) {
        KeyAges.warn(settings.keys(), of(clock).instant(), LoggerFactory.getLogger(KeyRing.class)::warn);
        return new KeyRing(settings);
    }

    @Bean
    AccessRules accessRules(SecuritySettings settings, KeyRing keyRing, ObjectProvider<Clock> clock) {
        return new AccessRules(keyRing, settings.strict(), of(clock));
    }

    /** Counts keys that are none, wherever they are shown. */
    @Bean
    FailedKeys failedKeys(SecuritySettings settings, ObjectProvider<Timer> timer) {
        return new FailedKeys(System::nanoTime, settings.throttle(), Optional.ofNullable(timer.getIfAvailable()));
    }

    /** Read before anything listens; null where no file is configured. */
    @Bean
    KeysFileWatch keysFileWatch(SecuritySettings settings, KeyRing keyRing, ObjectProvider<Clock> clock) {
        return settings.keysFile() == null
                ? null
                : new KeysFileWatch(new KeysFile(settings.keysFile()), keyRing, of(clock)).start();
    }

    private static Clock of(ObjectProvider<Clock> clock) {
        return clock.getIfAvailable(Clock::systemUTC);
    }
}
