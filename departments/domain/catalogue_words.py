"""The closed vocabularies of a catalogue file; the values are the words of the file."""

from enum import StrEnum


class Unit(StrEnum):
    WORKING_DAYS = "WD"
    NATURAL_DAYS = "ND"


class CountsFrom(StrEnum):
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"


class Kind(StrEnum):
    LICENCE = "licence"
    FILING = "filing"
    CONFIRMATION = "confirmation"
    REGISTRATION = "registration"
    TECHNICAL_REVIEW = "technical_review"
    COMPOSITE = "composite"
    PUBLIC_SERVICE = "public_service"


class ResultLetter(StrEnum):
    LICENCE_DECISION = "licence_decision"
    FILING_RECEIPT = "filing_receipt"
    REVIEW_OPINION = "review_opinion"
    CONFIRMATION = "confirmation"
    JOINT_OPINION = "joint_opinion"
    SERVICE_REPLY = "service_reply"


class Level(StrEnum):
    DISTRICT = "district"
    CITY = "city"
    CITY_BRANCH = "city_branch"
    PROVINCE = "province"


class HandlingType(StrEnum):
    INSTANT = "instant"
    PROMISE = "promise"


class NeededFor(StrEnum):
    ACCEPTANCE = "acceptance"
    DECISION = "decision"


class Source(StrEnum):
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    DATA_SHARING = "government_data_sharing"
    ITEM_OUTPUT = "item_output"


class BarredSubject(StrEnum):
    """Matters that no notification-commitment may settle (国办发〔2020〕42号; 山东省条例 29)."""

    STATE_SECURITY = "state_security"
    SECRETS = "secrets"
    PUBLIC_SAFETY = "public_safety"
    FINANCE = "finance"
    ECOLOGY = "ecology"
    LIFE_AND_HEALTH = "life_and_health"
    FOREIGN_AFFAIRS = "foreign_affairs"


class ProcedureKind(StrEnum):
    """The kinds of Article 45 of the Administrative Licensing Law, and those that stop only the committed clock."""

    HEARING = "HEARING"
    TENDER = "TENDER"
    AUCTION = "AUCTION"
    INSPECTION = "INSPECTION"
    TESTING = "TESTING"
    QUARANTINE = "QUARANTINE"
    APPRAISAL = "APPRAISAL"
    EXPERT_REVIEW = "EXPERT_REVIEW"
    TECH_ASSESSMENT = "TECH_ASSESSMENT"
    PUBLICITY = "PUBLICITY"
    SITE_VISIT = "SITE_VISIT"


class OutputType(StrEnum):
    CERTIFICATE = "certificate"
    OPINION = "opinion"
    RECEIPT = "receipt"
    REPLY = "reply"


class FieldType(StrEnum):
    BOOL = "bool"
    ENUM = "enum"
    INTEGER = "integer"
    NUMBER = "number"
