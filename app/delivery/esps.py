"""Email service providers and how each writes the merge tag of a custom field.

Our key travels as a custom field (`opentime keys` exports it, the ESP imports it). Confidence: V,
the syntax was seen in the provider's or an integrator's documentation; K, general knowledge.
"""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a syntax is known."""

    VERIFIED = "V"
    KNOWN = "K"


V, K = Confidence.VERIFIED, Confidence.KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Esp:
    """One provider. `FIELD` in `custom` stands for the custom field's name."""

    name: str
    title: str
    custom: str
    custom_confidence: Confidence = K
    own: str = ""  # the provider's own subscriber id, for those who import under it
    own_confidence: Confidence = K
    encoded: str = ""  # how the provider percent-encodes a value; our key needs none
    note: str = ""
    aliases: tuple[str, ...] = ()
    upper: bool = False  # field names are in capitals
    longest: int = 64  # characters of a field name


ESPS: tuple[Esp, ...] = (
    Esp(name="raw", title="None (replace it yourself)", custom="{subscriber}", custom_confidence=V,
        note="Put each subscriber's key in place of {subscriber}.",
        aliases=("none", "default", "own")),
    Esp(name="salesforce", title="Salesforce Marketing Cloud", custom="%%FIELD%%",
        own="%%_subscriberkey%%", own_confidence=V,
        encoded='%%=URLEncode(AttributeValue("_subscriberkey"),1,1)=%%',
        note="The field must be in the sendable data extension; the numeric id is "
        "%%subscriberid%%, the send's %%jobid%%.",
        aliases=("sfmc", "marketing-cloud", "exacttarget")),
    Esp(name="responsys", title="Oracle Responsys", custom="$lookup(FIELD)$", custom_confidence=V,
        own="$lookup(CUSTOMER_ID_)$", own_confidence=V, encoded="${profile.CUSTOMER_ID_?url}",
        note="System fields end in _, custom ones do not.", aliases=("oracle-responsys",),
        upper=True),
    Esp(name="eloqua", title="Oracle Eloqua",
        custom="~~eloqua..type--emailfield..syntax--FIELD..encodeFor--url~~", custom_confidence=V,
        own='<span class="eloquaemail">recipientid</span>',
        encoded="~~eloqua..type--emailfield..syntax--recipientid..encodeFor--url~~",
        note="The field merge must exist under this name; encoding is built into the tag.",
        aliases=("oracle-eloqua",)),
    Esp(name="adobe-campaign", title="Adobe Campaign v7/v8", custom="<%= recipient.FIELD %>",
        own="<%= recipient.id %>", encoded="<%=escapeUrl(recipient.lastName)%>",
        note="An extension's field carries its namespace, e.g. --field cus.opentime_key; "
        "the tag must survive Tidy for link tracking.", aliases=("neolane",)),
    Esp(name="adobe-journey-optimizer", title="Adobe Journey Optimizer",
        custom="{{profile.FIELD}}", own="{{profile.person.crmid}}", own_confidence=V,
        note="Give the whole path, e.g. --field _tenant.opentime_key; helper functions are "
        "disabled in URLs and spaces are not supported.", aliases=("ajo",)),
    Esp(name="braze", title="Braze", custom="{{custom_attribute.${FIELD}}}", own="{{${user_id}}}",
        encoded="{{${user_id} | url_param_escape}}",
        note="Push: prefix the URL with {% if true %}{% endif %}."),
    Esp(name="iterable", title="Iterable", custom="{{FIELD}}", own="{{userId}}",
        encoded="{{#urlEncode}}{{email}}{{/urlEncode}}", note="Data feed fields use [[ ]]."),
    Esp(name="klaviyo", title="Klaviyo", custom="{{ person|lookup:'FIELD' }}", custom_confidence=V,
        own="{{ person.KlaviyoID }}", own_confidence=V, encoded="{{ person.id|urlencode }}"),
    Esp(name="customer-io", title="Customer.io", custom="{{ customer.FIELD }}",
        own="{{ customer.id }}", encoded="{{ customer.id | url_encode }}",
        aliases=("customer.io", "cio")),
    Esp(name="mailchimp", title="Mailchimp", custom="*|FIELD|*", own="*|EMAIL_UID|*",
        own_confidence=V, encoded="*|URL:FIELD|*",
        note="A merge tag has at most 10 characters; test sends put __test_email__ in place "
        "of values.", upper=True, longest=10),
    Esp(name="hubspot", title="HubSpot", custom="{{ contact.FIELD }}", custom_confidence=V,
        own="{{ contact.hs_object_id }}", own_confidence=V,
        encoded="{{ contact.email|urlencode }}"),
    Esp(name="activecampaign", title="ActiveCampaign", custom="%FIELD%", own="%SUBSCRIBERID%",
        own_confidence=V, note="Use the field's personalization tag.", upper=True),
    Esp(name="brevo", title="Brevo", custom="{{ contact.FIELD }}", custom_confidence=V,
        own="{{ contact.EXT_ID }}", own_confidence=V, encoded="{{ contact.EMAIL|urlencode }}",
        note="For the new template language.", aliases=("sendinblue",), upper=True),
    Esp(name="sendgrid", title="SendGrid", custom="{{FIELD}}", own="{{user_id}}",
        note="Your own substitution: send the key in dynamic_template_data.",
        aliases=("twilio-sendgrid",)),
    Esp(name="onesignal", title="OneSignal", custom="{{ user.tags.FIELD }}", custom_confidence=V,
        own="{{ user.external_id }}", encoded="{{ user.tags.x | url_encode }}",
        note="A data feed that fails skips the recipient."),
    Esp(name="marketo", title="Adobe Marketo Engage", custom="{{lead.FIELD}}", own="{{lead.Id}}",
        encoded="$esc.url($lead.Id)", note="Tokens use the field's display name."),
    Esp(name="emarsys", title="SAP Emarsys", custom="{{contact.FIELD}}", custom_confidence=V,
        own="{{contact.<Field ID>}}", own_confidence=V, encoded="|url_encode",
        note="Fields are numbers: --field 12345.", aliases=("sap-emarsys",)),
    Esp(name="acoustic", title="Acoustic Campaign", custom="%%FIELD%%", own="%%RECIPIENT_ID%%",
        own_confidence=V, note="The mailing is %%MAILING_ID%%.", aliases=("silverpop",)),
    Esp(name="mapp", title="Mapp Engage", custom="<%${user['FIELD']}%>", custom_confidence=V,
        own="<%${user['Identifier']}%>", own_confidence=V,
        encoded="<%${ecm:base64Encode(user['X'])}%>",
        note="The link tracker percent-encodes; never use a tag in the host name.",
        aliases=("mapp-engage",)),
    Esp(name="constant-contact", title="Constant Contact", custom="[[FIELD]]",
        custom_confidence=V, own="[[emailAddress]]", own_confidence=V,
        note="The shape is verified, custom field names are not."),
    Esp(name="act-on", title="Act-On", custom="{{FIELD}}", custom_confidence=V,
        own="{{Email-Address}}", own_confidence=V, note="Spaces in names become hyphens."),
    Esp(name="salesmanago", title="SALESmanago", custom="$FIELD$", custom_confidence=V,
        own="$placeholder$", own_confidence=V, note="Names are case-sensitive."),
    Esp(name="bloomreach", title="Bloomreach Engagement", custom="{{ customer.FIELD }}",
        own="{{ customer_ids.registered }}", encoded="{{ … | urlencode }}",
        note="Jinja2.", aliases=("exponea",)),
    Esp(name="airship", title="Airship", custom="{{FIELD}}", own="{{named_user_id}}",
        note="Handlebars; channel_id is there too."),
    Esp(name="mautic", title="Mautic", custom="{contactfield=FIELD}", custom_confidence=V,
        own="{contactfield=id}", own_confidence=V, encoded="{contactfield=company|true}",
        note="|true percent-encodes."),
    Esp(name="listmonk", title="listmonk", custom="{{ .Subscriber.Attribs.FIELD }}",
        own="{{ .Subscriber.UUID }}", own_confidence=V,
        encoded="{{ .Subscriber.Email | urlquery }}", note="The campaign is {{ .Campaign.UUID }}."),
    Esp(name="cordial", title="Cordial", custom="{$contact.FIELD}", own="{$contact._id}",
        note="From memory only."),
    Esp(name="sailthru", title="Sailthru", custom="{FIELD}", own="{profile.id}",
        note="From memory only.", aliases=("marigold-engage",)),
    Esp(name="dotdigital", title="Dotdigital", custom="@FIELD@", own="@EMAIL@",
        note="From memory only.", aliases=("dotmailer",), upper=True),
    Esp(name="campaign-monitor", title="Campaign Monitor", custom="[FIELD]", own="[email]",
        note="From memory only."),
)  # fmt: skip
