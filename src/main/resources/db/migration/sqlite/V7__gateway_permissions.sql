-- Rules of the gateway come into force as grants do: whoever changes them is counted.
CREATE TRIGGER gateway_permissions_counted_insert AFTER INSERT ON gateway_permissions
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER gateway_permissions_counted_update AFTER UPDATE ON gateway_permissions
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER gateway_permissions_counted_delete AFTER DELETE ON gateway_permissions
BEGIN UPDATE revision SET n = n + 1; END;
