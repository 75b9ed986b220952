"""The write side: one public verb is one transaction, asked of the policy and kept in the audit."""
