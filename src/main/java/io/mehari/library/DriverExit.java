package io.mehari.library;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/**
 * Takes the database drivers of one class loader out of the JVM's list, which would keep the loader for ever. The list
 * shows and gives up drivers only to classes of their own loader, so this class is defined there once more.
 */
public final class DriverExit implements Runnable {
    @Override
    public void run() {
        List<Driver> drivers = Collections.list(DriverManager.getDrivers());
        for (Driver driver : drivers) {
            if (driver.getClass().getClassLoader() == getClass().getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    throw new IllegalStateException(driver.getClass().getName() + " stays registered", e);
                }
            }
        }
    }
}
