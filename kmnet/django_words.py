"""Django's sentences that its own Thai catalogue lacks, or words stiffly.

Named here so that makemessages puts them into our catalogue, which wins over Django's. Nothing imports this.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

# Forms

gettext_noop("This field is required.")
gettext_noop("Enter a whole number.")
gettext_noop("Enter a number.")
gettext_noop("Enter a valid value.")
gettext_noop("Enter a complete value.")
gettext_noop("Enter a valid integer.")
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a valid URL.")
gettext_noop("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
gettext_noop("Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("“%(pk)s” is not a valid value.")
gettext_noop("The inline value did not match the parent instance.")
gettext_noop("Null characters are not allowed.")
gettext_noop("(Hidden field %(name)s) %(error)s")
gettext_noop(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You "
    "may need to file a bug report if the issue persists."
)
ngettext_lazy(
    "Please submit at most %(num)d form.",
    "Please submit at most %(num)d forms.",
)
ngettext_lazy(
    "Please submit at least %(num)d form.",
    "Please submit at least %(num)d forms.",
)
ngettext_lazy(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy(
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this filename has at most %(max)d characters (it has %(length)d).",
)
gettext_noop("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.")
gettext_noop("No file was submitted. Check the encoding type on the form.")
gettext_noop("Upload a valid image. The file you uploaded was either not an image or a corrupted image.")
gettext_noop("Please either submit a file or check the clear checkbox, not both.")

# Models

gettext_noop("This field cannot be null.")
gettext_noop("This field cannot be blank.")
gettext_noop("Value %(value)r is not a valid choice.")
gettext_noop("%(model_name)s with this %(field_label)s already exists.")
gettext_noop("%(model_name)s with this %(field_labels)s already exists.")
gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice.")
gettext_noop("Constraint “%(name)s” is violated.")

# Passwords and accounts

gettext_noop("The two password fields didn’t match.")
gettext_noop("Enter the same password as before, for verification.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
)
gettext_noop("The password is too similar to the %(verbose_name)s.")
gettext_noop("Your password can’t be too similar to your other personal information.")
gettext_noop("This password is too common.")
gettext_noop("Your password can’t be a commonly used password.")
gettext_noop("This password is entirely numeric.")
gettext_noop("Your password can’t be entirely numeric.")
gettext_noop("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.")
gettext_noop("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.")
gettext_noop("The groups this user belongs to. A user will get all permissions granted to each of their groups.")
gettext_noop("Raw passwords are not stored, so there is no way to see the user’s password.")
gettext_noop("Enable password-based authentication for this user by setting a password.")
gettext_noop(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may "
    "still be able to authenticate using other backends, such as Single Sign-On or LDAP."
)
gettext_noop("Password-based authentication")
gettext_noop("Password-based authentication was disabled.")
gettext_noop("This action will <strong>enable</strong> password-based authentication for this user.")
gettext_noop("Disable password-based authentication")
gettext_noop("Enable password-based authentication")
gettext_noop("Conflicting form data submitted. Please try again.")
gettext_noop("Enabled")
gettext_noop("Disabled")
gettext_noop("Set password")
gettext_noop("Reset password")
gettext_noop("Set password: %s")
gettext_noop("After you’ve created a user, you’ll be able to edit more user options.")
gettext_noop(
    "Please enter your old password, for security’s sake, and then enter your new password twice so "
    "we can verify you typed it in correctly."
)

# The admin

ngettext_lazy(
    "Please correct the error below.",
    "Please correct the errors below.",
)
gettext_noop("The {name} “{obj}” was added successfully.")
gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below.")
gettext_noop("The {name} “{obj}” was changed successfully.")
gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below.")
gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below.")
gettext_noop("The %(name)s “%(obj)s” was deleted successfully.")
gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?")
gettext_noop("Added “%(object)s”.")
gettext_noop("Changed “%(object)s” — %(changes)s")
gettext_noop("Deleted “%(object)s.”")
gettext_noop("Added {name} “{object}”.")
gettext_noop("Changed {fields} for {name} “{object}”.")
gettext_noop("Deleted {name} “{object}”.")
gettext_noop("Added:")
gettext_noop("Changed:")
gettext_noop("Deleted:")
gettext_noop("Hold down “Control”, or “Command” on a Mac, to select more than one.")
gettext_noop("Select this object for an action - {}")
gettext_noop("Select all objects on this page for an action")
gettext_noop("Empty")
gettext_noop("Not empty")
gettext_noop("Hide counts")
gettext_noop("Show counts")
gettext_noop("Clear all filters")
gettext_noop("Breadcrumbs")
gettext_noop("Skip to main content")
gettext_noop("Model name")
gettext_noop("Add link")
gettext_noop("Change or view list link")
gettext_noop("View selected %(model)s")
gettext_noop("You don’t have permission to view or edit anything.")
gettext_noop("Toggle theme (current theme: auto)")
gettext_noop("Toggle theme (current theme: light)")
gettext_noop("Toggle theme (current theme: dark)")
gettext_noop("Toggle navigation")
gettext_noop("Sidebar")
gettext_noop("Start typing to filter…")
gettext_noop("Filter navigation items")
gettext_noop("Yes, I’m sure")
gettext_noop("Error:")
ngettext_lazy(
    "entry",
    "entries",
)
gettext_noop("This object doesn’t have a change history. It probably wasn’t added via this admin site.")
gettext_noop("Forgotten your login credentials?")
gettext_noop("We’re sorry, but the requested page could not be found.")
gettext_noop("Thanks for spending some quality time with the web site today.")
gettext_noop("View")
gettext_noop("Change history: %s")
gettext_noop(
    'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following related items '
    "will be deleted:"
)
gettext_noop(
    "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and their related "
    "items will be deleted:"
)
gettext_noop(
    "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related objects:"
)
gettext_noop("Deleting the selected %(objects_name)s would require deleting the following protected related objects:")
gettext_noop(
    "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: "
    "%(related_objects)s"
)
gettext_noop("Cannot delete %(name)s")
gettext_noop("Objects")
gettext_noop("None available")
gettext_noop("Toggle sorting")
gettext_noop("Remove from sorting")
gettext_noop("Sorting priority: %(priority_number)s")
