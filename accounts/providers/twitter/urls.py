from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from accounts.providers.twitter.provider import TwitterProvider

urlpatterns = default_urlpatterns(TwitterProvider)
