package io.mehari.cache;

import io.mehari.support.Databases;
import io.mehari.support.Tools;
import io.netty.util.HashedWheelTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** A process of its own that keeps results in the database until it is killed, and prints the number of each one that is kept. */
final class CachingProcess {
    private static final int AT_ONCE = 32;

    private CachingProcess() {}

    /** The argument is the url of the database, which has its tables. */
    public static void main(String[] arguments) {
        CacheTier tier = tier(Databases.asOfGateway(arguments[0]));
        for (int i = 0; ; i += AT_ONCE) {
            CompletableFuture<?>[] kept = new CompletableFuture<?>[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                int number = i + j;
                kept[j] = tier.store(CacheKeys.of("a" + number), Tools.text("result " + number), Duration.ofHours(1))
                        .thenAccept(isKept -> {
                            if (isKept) {
                                System.out.println("kept-%09d".formatted(number));
                                System.out.flush();
                            }
                        });
            }
            CompletableFuture.allOf(kept).join();
        }
    }

    static CacheTier tier(DataSource database) {
        return new CacheTier(
                "database",
                new DatabaseTierStore(database, DatabaseTierSettings.DEFAULTS, Clock.systemUTC()),
                Duration.ofSeconds(10),
                new HashedWheelTimer(),
                Clock.systemUTC(),
                System::nanoTime);
    }
}
