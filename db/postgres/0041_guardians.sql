-- Whose guardian has consented is asked by every count of whom we may contact: few among all that was ever consented to.
create index consents_of_guardians on consents (customer_id) where purpose = 'guardian';
