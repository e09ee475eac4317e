-- Finds the letters that several gateways have written of one call.
create index dead_letters_by_request on dead_letters (request_id);
