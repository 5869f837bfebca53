"""Requests that cannot rot (服务请求): a brief goes to one partner at a time, each with an accept-by; a decline
or a silence hands it on at once to the next eligible partner, until one accepts or nobody can, and why.

Words: *request* (the seller's brief and its fate), *referral* (the request before one partner).
Below: directory, certification, notices, documents, access. Above: compliance and the doors.
"""
