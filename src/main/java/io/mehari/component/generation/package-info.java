/** The {@code generation:} Camel component: hands an exchange to the running generation of route files. */
package io.mehari.component.generation;
