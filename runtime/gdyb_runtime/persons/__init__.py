"""Who a person is: ID numbers and the request that asks."""
