-- Rules of the gateway come into force as grants do: whoever changes them is counted.
CREATE TRIGGER gateway_permissions_counted
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gateway_permissions
  FOR EACH STATEMENT EXECUTE FUNCTION count_revision();
